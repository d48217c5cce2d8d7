{{/*
Secrets reach a service as files only, from Secrets that exist already. A file's name is the Spring property it sets: the service reads
the folder with spring.config.import=configtree. So nothing secret is in values, in a ConfigMap, in the environment or in a process list.
The result is the list of sources of one projected volume.
*/}}
{{- define "kehu-lib.secretFiles" -}}
{{- $facts := include "kehu-lib.facts" . | fromYaml }}
{{- if has "database" $facts.uses }}
{{- include "kehu-lib.loginFiles" (list . .Values.database.existingSecret "database" "spring.datasource.username" "spring.datasource.password") }}
{{- end }}
{{- if has "broker" $facts.uses }}
{{- include "kehu-lib.loginFiles" (list . .Values.broker.existingSecret "broker" "spring.rabbitmq.username" "spring.rabbitmq.password") }}
{{- end }}
{{- if and $facts.calls (ne .Chart.Name "gateway") }}
- secret:
    name: {{ include "kehu-lib.secretName" (list . .Values.keycloak.existingSecret "client") }}
    items:
      - key: client-secret
        path: spring.security.oauth2.client.registration.kehu.client-secret
{{- end }}
{{- if has "smtp" $facts.uses }}
{{- if .Values.mail.authenticate }}
{{- include "kehu-lib.loginFiles" (list . .Values.mail.existingSecret "mail" "spring.mail.username" "spring.mail.password") }}
{{- end }}
{{- end }}
{{- end }}

{{/* The migration needs the app's login, because it grants to it, and the owner's. */}}
{{- define "kehu-lib.migrationSecretFiles" -}}
{{- include "kehu-lib.loginFiles" (list . .Values.database.existingSecret "database" "spring.datasource.username" "spring.datasource.password") }}
{{- include "kehu-lib.loginFiles" (list . .Values.database.existingOwnerSecret "database-owner" "spring.flyway.user" "spring.flyway.password") }}
{{- end }}

{{/* A Secret of type kubernetes.io/basic-auth. Arguments: root, name of the Secret or "", what, property of the user, of the password. */}}
{{- define "kehu-lib.loginFiles" }}
- secret:
    name: {{ include "kehu-lib.secretName" (list (index . 0) (index . 1) (index . 2)) }}
    items:
      - key: username
        path: {{ index . 3 }}
      - key: password
        path: {{ index . 4 }}
{{- end }}
