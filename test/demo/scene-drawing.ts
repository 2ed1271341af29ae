/** A point in space: x to the right, y up, z towards the viewer. */
type Point = readonly [x: number, y: number, z: number];

interface Face {
  readonly points: readonly Point[];
  readonly colour: readonly [r: number, g: number, b: number];
  /** Drawn upon the face before it, such as a door on a wall. */
  readonly detail?: boolean;
}

export interface View {
  readonly width: number;
  readonly height: number;
  /** Degrees around the house. */
  readonly yaw: number;
  /** Degrees from above. */
  readonly pitch: number;
  /** Share of the picture's short side that the house takes. */
  readonly size: number;
  /** Where the house stands, as shares of the picture. */
  readonly at: readonly [x: number, y: number];
  readonly sky: readonly [top: string, bottom: string];
  readonly ground: string;
  /** Degrees around, where the light comes from. */
  readonly light: number;
}

const WALL = [214, 96, 60] as const;
const GABLE = [226, 118, 78] as const;
const ROOF = [62, 78, 120] as const;
const DOOR = [244, 214, 120] as const;
const GLASS = [150, 206, 226] as const;

/** A toy house with a door in front, windows at the sides and one in the roof: another picture from every side. */
const HOUSE: readonly Face[] = [
  quad([-1, 0, 0.8], [1, 0, 0.8], [1, 1.1, 0.8], [-1, 1.1, 0.8], WALL),
  detail([-0.25, 0, 0.81], [0.25, 0, 0.81], [0.25, 0.75, 0.81], [-0.25, 0.75, 0.81], DOOR),
  detail([0.45, 0.4, 0.81], [0.85, 0.4, 0.81], [0.85, 0.8, 0.81], [0.45, 0.8, 0.81], GLASS),
  quad([1, 0, -0.8], [-1, 0, -0.8], [-1, 1.1, -0.8], [1, 1.1, -0.8], WALL),
  detail([0.5, 0.4, -0.81], [-0.5, 0.4, -0.81], [-0.5, 0.8, -0.81], [0.5, 0.8, -0.81], GLASS),
  quad([1, 0, 0.8], [1, 0, -0.8], [1, 1.1, -0.8], [1, 1.1, 0.8], GABLE),
  detail([1.01, 0.35, 0.3], [1.01, 0.35, -0.3], [1.01, 0.85, -0.3], [1.01, 0.85, 0.3], GLASS),
  quad([-1, 0, -0.8], [-1, 0, 0.8], [-1, 1.1, 0.8], [-1, 1.1, -0.8], GABLE),
  {
    points: [
      [1, 1.1, 0.8],
      [1, 1.1, -0.8],
      [1, 1.9, 0],
    ],
    colour: GABLE,
  },
  {
    points: [
      [-1, 1.1, -0.8],
      [-1, 1.1, 0.8],
      [-1, 1.9, 0],
    ],
    colour: GABLE,
  },
  quad([-1.15, 1, 0.95], [1.15, 1, 0.95], [1.15, 1.95, 0], [-1.15, 1.95, 0], ROOF),
  detail([0.2, 1.28, 0.69], [0.6, 1.28, 0.69], [0.6, 1.68, 0.28], [0.2, 1.68, 0.28], GLASS),
  quad([1.15, 1, -0.95], [-1.15, 1, -0.95], [-1.15, 1.95, 0], [1.15, 1.95, 0], ROOF),
];

/** Draws the house as it looks from the view. */
export function drawHouse(view: View): string {
  const { width, height, sky, ground } = view;
  const horizon = height * 0.55;
  let bearer = 0;
  const faces = HOUSE.map((face) => {
    const seen = face.points.map((point) => turn(point, view));
    // A detail lies on the face before it, and is drawn right after it.
    bearer = face.detail === true ? bearer + 1e-6 : depth(seen);
    return { face, seen, order: bearer };
  });
  const shapes = faces
    .filter(({ seen }) => facesViewer(seen))
    .sort((a, b) => a.order - b.order)
    .map(({ face, seen }) => polygon(seen, shade(face, view), view));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/>
    </linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#sky)"/>
    <rect y="${horizon}" width="100%" height="${height - horizon}" fill="${ground}"/>
    <ellipse cx="${view.at[0] * width}" cy="${view.at[1] * height}" rx="${scale(view) * 1.5}" ry="${scale(view) * 0.45}" fill="#000" opacity="0.18"/>
    ${shapes.join("\n")}
  </svg>`;
}

function quad(a: Point, b: Point, c: Point, d: Point, colour: Face["colour"]): Face {
  return { points: [a, b, c, d], colour };
}

function detail(a: Point, b: Point, c: Point, d: Point, colour: Face["colour"]): Face {
  return { points: [a, b, c, d], colour, detail: true };
}

function turn([x, y, z]: Point, { yaw, pitch }: View): Point {
  const [sinYaw, cosYaw] = [Math.sin(radians(yaw)), Math.cos(radians(yaw))];
  const [sinPitch, cosPitch] = [Math.sin(radians(pitch)), Math.cos(radians(pitch))];
  const around: Point = [x * cosYaw + z * sinYaw, y, z * cosYaw - x * sinYaw];
  return [
    around[0],
    around[1] * cosPitch - around[2] * sinPitch,
    around[1] * sinPitch + around[2] * cosPitch,
  ];
}

/** Outlines run counter-clockwise on the side that shows. */
function facesViewer(points: readonly Point[]): boolean {
  return area(points) > 0;
}

function area(points: readonly Point[]): number {
  return points.reduce((sum, [x, y], index) => {
    const [nextX = 0, nextY = 0] = points[(index + 1) % points.length] ?? [];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

function depth(points: readonly Point[]): number {
  return points.reduce((sum, [, , z]) => sum + z, 0) / points.length;
}

function shade({ points, colour }: Face, { light }: View): string {
  const [a, b, c] = points;
  if (a === undefined || b === undefined || c === undefined) return "#000";
  const normal = cross(minus(b, a), minus(c, a));
  const length = Math.hypot(...normal);
  const towards: Point = [Math.sin(radians(light)) * 0.7, 0.6, Math.cos(radians(light)) * 0.7];
  const lit = (normal[0] * towards[0] + normal[1] * towards[1] + normal[2] * towards[2]) / length;
  const strength = 0.62 + 0.38 * Math.max(0, lit);
  return `rgb(${colour.map((channel) => Math.round(channel * strength)).join(",")})`;
}

function polygon(points: readonly Point[], fill: string, view: View): string {
  const size = scale(view);
  const corners = points.map(
    ([x, y]) =>
      `${(view.at[0] * view.width + x * size).toFixed(1)},${(view.at[1] * view.height - y * size).toFixed(1)}`,
  );
  return `<polygon points="${corners.join(" ")}" fill="${fill}" stroke="#3a2a22" stroke-width="${(size / 60).toFixed(1)}" stroke-linejoin="round"/>`;
}

function scale({ width, height, size }: View): number {
  return (Math.min(width, height) * size) / 2.6;
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
