package io.kehu.notification.template;

import io.kehu.notification.Channel;
import io.kehu.notification.NotificationProblem;
import io.kehu.notification.Purpose;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Defines templates and takes their versions through life; each call in the caller's transaction. */
@Component
class DefineTemplates {

    private final Templates templates;
    private final TemplateVersions versions;
    private final AuditTrail audit;
    private final Clock clock;

    DefineTemplates(Templates templates, TemplateVersions versions, AuditTrail audit, Clock clock) {
        this.templates = templates;
        this.versions = versions;
        this.audit = audit;
        this.clock = clock;
    }

    void define(TemplateKey key, Purpose purpose, Channel channel, String actor) {
        if (!templates.define(key, purpose, channel, actor, clock.instant())) {
            throw new ProblemException(NotificationProblem.TEMPLATE_EXISTS);
        }
    }

    TemplateVersion draft(TemplateKey key, Language language, TemplateText text, String actor) {
        templates.required(key);
        templates.lock(key);
        int version = versions.append(key, language, text, actor, clock.instant());
        return versions.required(key, language, version);
    }

    /** The version approved before in the same language retires. */
    TemplateVersion approve(TemplateKey key, Language language, int version, String actor) {
        templates.lock(key);
        TemplateVersion draft = versions.required(key, language, version);
        draft.mustBeApprovable();
        versions.retireApproved(key, language, actor, clock.instant());
        versions.move(draft, TemplateVersion.State.APPROVED, actor, clock.instant());
        audit.record(AuditEntry.of("template.approve", key + "/" + language.tag() + "/" + version));
        return versions.required(key, language, version);
    }

    TemplateVersion retire(TemplateKey key, Language language, int version, String actor) {
        templates.lock(key);
        TemplateVersion found = versions.required(key, language, version);
        found.mustBeRetirable();
        versions.move(found, TemplateVersion.State.RETIRED, actor, clock.instant());
        audit.record(AuditEntry.of("template.retire", key + "/" + language.tag() + "/" + version));
        return versions.required(key, language, version);
    }
}
