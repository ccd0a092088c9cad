import { setNonce } from 'get-nonce';

/** Style sheets that are made in the page carry it, or the page's policy refuses them. */
export const styleNonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';

setNonce(styleNonce);
