/** Shows the contract of the service by Swagger UI. The token, if there is one, is that of the page in the same tab. */
import { TOKEN_KEY } from "./api.js";

window.SwaggerUIBundle({
  url: "/api/v1/openapi.yaml",
  domNode: document.getElementById("docs"),
  deepLinking: true,
  // Else it would ask a service of others whether the contract is valid.
  validatorUrl: null,
  requestInterceptor: (request) => {
    const token = sessionStorage.getItem(TOKEN_KEY);
    if (token) {
      request.headers.Authorization = `Bearer ${token}`;
    }
    return request;
  },
});
