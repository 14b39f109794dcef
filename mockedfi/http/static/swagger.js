// Swagger UI on the documents that the page names.
"use strict";

const place = document.getElementById("swagger");
const shown = JSON.parse(place.dataset.shown);
const ui = SwaggerUIBundle({
  domNode: place,
  urls: shown.urls,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  validatorUrl: null,
});
if (shown.client) {
  ui.initOAuth(shown.client);
}
