package io.kehu.notification.dispatch;

import io.kehu.notification.CustomerNumber;
import io.kehu.notification.PeerAwayException;
import io.kehu.notification.customer.Customers;
import io.kehu.notification.customer.Recipient;
import io.kehu.notification.feedback.SurveyLink;
import io.kehu.notification.feedback.SurveyLinks;
import io.kehu.notification.suppression.ContactAddress;
import io.kehu.notification.template.Template;
import io.kehu.notification.template.TemplateKey;
import io.kehu.notification.template.Templates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the peers, outside of any transaction, what the gates and the texts of a batch need. Nothing of it outlives the batch. */
@Component
class Preparation {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private final Templates templates;
    private final Customers customers;
    private final SurveyLinks surveyLinks;

    Preparation(Templates templates, Customers customers, SurveyLinks surveyLinks) {
        this.templates = templates;
        this.customers = customers;
        this.surveyLinks = surveyLinks;
    }

    /**
     * What is known about a batch.
     *
     * @param judgeable messages that can be judged now
     * @param customerless messages that cannot, because customer-service is away
     * @param linkless messages that cannot, because feedback-service is away
     * @param merged messages that cannot, because their customer was merged and we have not heard into whom
     * @param addresses where recipients are reached; without those who cannot be
     * @param links by message
     */
    record Prepared(
            List<Waiting> judgeable,
            List<Waiting> customerless,
            List<Waiting> linkless,
            List<Waiting> merged,
            Map<TemplateKey, Template> templates,
            Map<CustomerNumber, Recipient> recipients,
            Map<CustomerNumber, ContactAddress> addresses,
            Map<UUID, SurveyLink> links) {

        /** Whether any message has somewhere to go. */
        boolean hasSendable(Instant now) {
            return judgeable.stream()
                    .anyMatch(message -> !message.isExpired(now) && addresses.containsKey(message.number()));
        }

        /** What is left to judge when nothing can be sent: messages whose time is over. */
        Prepared onlyExpired(Instant now) {
            List<Waiting> expired =
                    judgeable.stream().filter(message -> message.isExpired(now)).toList();
            return new Prepared(expired, customerless, linkless, merged, templates, recipients, addresses, links);
        }
    }

    Prepared prepare(List<Waiting> messages, Instant now) {
        Map<TemplateKey, Template> texts = templates.find(
                new HashSet<>(messages.stream().map(Waiting::template).toList()));
        List<Waiting> live =
                messages.stream().filter(message -> !message.isExpired(now)).toList();
        List<Waiting> judgeable = new ArrayList<>(messages);
        Map<CustomerNumber, Recipient> recipients = recipients(live);
        if (recipients == null) {
            judgeable.removeAll(live);
            return new Prepared(judgeable, live, List.of(), List.of(), texts, Map.of(), Map.of(), Map.of());
        }
        List<Waiting> merged = live.stream()
                .filter(message -> isMerged(recipients.get(message.number())))
                .toList();
        judgeable.removeAll(merged);
        Map<CustomerNumber, ContactAddress> addresses = addresses(live, recipients);
        List<Waiting> asking = live.stream()
                .filter(message -> !merged.contains(message)
                        && addresses.containsKey(message.number())
                        && needsLink(message, texts))
                .toList();
        Map<UUID, SurveyLink> links = links(asking, texts);
        if (links == null) {
            judgeable.removeAll(asking);
            return new Prepared(judgeable, List.of(), asking, merged, texts, recipients, addresses, Map.of());
        }
        return new Prepared(judgeable, List.of(), List.of(), merged, texts, recipients, addresses, links);
    }

    private @Nullable Map<CustomerNumber, Recipient> recipients(List<Waiting> messages) {
        Set<CustomerNumber> numbers = new HashSet<>();
        messages.forEach(message -> numbers.add(message.number()));
        try {
            return customers.find(numbers);
        } catch (PeerAwayException e) {
            log.warn("{} messages wait: {}", messages.size(), e.getMessage());
            return null;
        }
    }

    /** The merge reaches us, or its undoing customer-service; a verdict before that could not be taken back. */
    private static boolean isMerged(@Nullable Recipient recipient) {
        return recipient != null && recipient.status() == Recipient.Status.MERGED;
    }

    private @Nullable Map<UUID, SurveyLink> links(List<Waiting> messages, Map<TemplateKey, Template> texts) {
        Map<UUID, UUID> invitations = new LinkedHashMap<>();
        for (Waiting message : messages) {
            Template template = texts.get(message.template());
            if (template != null) {
                template.invitation(message.parameters())
                        .ifPresent(invitation -> invitations.put(message.id(), invitation));
            }
        }
        try {
            Map<UUID, SurveyLink> byInvitation = surveyLinks.find(new HashSet<>(invitations.values()));
            Map<UUID, SurveyLink> byMessage = new HashMap<>();
            invitations.forEach((message, invitation) -> {
                SurveyLink link = byInvitation.get(invitation);
                if (link != null) {
                    byMessage.put(message, link);
                }
            });
            return byMessage;
        } catch (PeerAwayException e) {
            log.warn("{} invitations wait: {}", messages.size(), e.getMessage());
            return null;
        }
    }

    private static Map<CustomerNumber, ContactAddress> addresses(
            List<Waiting> messages, Map<CustomerNumber, Recipient> recipients) {
        Map<CustomerNumber, ContactAddress> addresses = new HashMap<>();
        for (Waiting message : messages) {
            Recipient recipient = recipients.get(message.number());
            String address = recipient == null ? null : recipient.address(message.channel());
            if (address != null) {
                ContactAddress.parse(message.channel(), address)
                        .ifPresent(parsed -> addresses.put(message.number(), parsed));
            }
        }
        return addresses;
    }

    private static boolean needsLink(Waiting message, Map<TemplateKey, Template> texts) {
        Template template = texts.get(message.template());
        return template != null && template.needsSurveyLink();
    }
}
