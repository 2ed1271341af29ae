/** Telegram refuses a button whose address only this machine or its network knows. */
export function isPublic(address: string): boolean {
  const { hostname } = new URL(address);
  const local = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[)/.test(hostname);
  return !local && hostname.includes(".");
}
