{{/* Copy of helm/service-map.yaml, because a packaged chart carries only its own files. See helm/README.md, "Generated files". */}}
{{- define "kehu-lib.serviceMap" -}}
# Who talks to whom. One entry per service, read by the charts (NetworkPolicies, addresses of peers, mounted secrets) and by the tests.
#   calls: services it asks over HTTP. The realm must let it (client scope calls-<service>); the gateway relays the user's own token.
#   data:  the strictest class of data it holds (see the data catalogues): internal or personal.
#   uses:  servers beside the services: broker (RabbitMQ), database (PostgreSQL), keycloak, smtp.
# The library chart carries a copy; after a change see "Generated files" in README.md.
customer-service:
  calls: [feedback-service, identity-service, loyalty-service, notification-service]
  data: personal
  uses: [broker, database, keycloak]
feedback-service:
  calls: []
  data: personal
  uses: [broker, database, keycloak]
gateway:
  calls: [customer-service, feedback-service, identity-service, loyalty-service, notification-service]
  data: internal
  uses: [keycloak]
identity-service:
  calls: []
  data: internal
  uses: [broker, database, keycloak]
loyalty-service:
  calls: []
  data: internal
  uses: [broker, database, keycloak]
notification-service:
  calls: [customer-service, feedback-service]
  data: personal
  uses: [broker, database, keycloak, smtp]
{{- end }}
