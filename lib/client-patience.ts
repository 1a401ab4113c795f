/** How many milliseconds a request may wait for its dependencies in all, so that a client has its 503 within three seconds. */
export const clientPatience = 2_500;
