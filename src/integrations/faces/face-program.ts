import { FaceNetwork } from "./network.js";
import { facesOn } from "./sightings.js";

/**
 * The program that looks for faces: it is sent squares of one picture and sends back how sure it is of each face. It
 * ends when its parent does, however that ends.
 */
const network = new FaceNetwork();
process.on("message", (squares: readonly Uint8Array[]) => {
  process.send?.(facesOn(squares, network));
});
