/** Milliseconds that what a request waits for may take in all: a client is to have its 503 within three seconds. */
export const clientPatience = 2_500;
