/**
 * Fusion as a service over HTTP, and a page to look at it. May use all rooms but the research's and the command's. Start at {@link
 * io.dynafuse.web.Service}; {@code openapi.yaml} beside it is the contract of its routes.
 */
package io.dynafuse.web;
