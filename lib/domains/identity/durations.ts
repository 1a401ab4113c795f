/** Seconds that an access token is good for. */
export const accessTokenSeconds = 15 * 60;
