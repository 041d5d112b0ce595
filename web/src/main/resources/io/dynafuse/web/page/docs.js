/** Shows the description of the service, to be read and tried. */

const SERVICE = "/api/v1/openapi.yaml";

// The token of a service that wants one, as the page keeps it; the description itself wants it, too.
const token = sessionStorage.getItem("dynafuse-token");

window.SwaggerUIBundle({
  url: SERVICE,
  dom_id: "#service",
  deepLinking: true,
  // Nothing is asked of other sites.
  validatorUrl: null,
  requestInterceptor: (request) => {
    if (token) {
      request.headers.Authorization ??= `Bearer ${token}`;
    }
    return request;
  },
});
