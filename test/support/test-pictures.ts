import sharp from "sharp";

/**
 * A JPEG like no other of this number: coarse shapes, so that it stays another picture when Telegram makes it
 * smaller.
 */
export async function photo(number: number, width = 400, height = 320): Promise<Buffer> {
  const hue = (number * 47) % 360;
  const x = 40 + ((number * 61) % (width - 120));
  const y = 40 + ((number * 37) % (height - 120));
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="hsl(${hue} 60% 80%)"/>
    <circle cx="${x + 40}" cy="${y + 40}" r="${30 + (number % 20)}" fill="hsl(${(hue + 180) % 360} 70% 40%)"/>
    <rect x="${y}" y="${x % (height - 40)}" width="60" height="30" fill="hsl(${(number * 89) % 360} 80% 30%)"/></svg>`;
  return sharp(Buffer.from(drawing)).jpeg({ quality: 85 }).toBuffer();
}

/** Pictures with consecutive numbers. */
export function photos(count: number, first = 1): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => photo(first + index)));
}
