package io.kehu.notification.message;

import io.kehu.notification.CustomerNumber;
import io.kehu.notification.message.Messages.Draft;
import io.kehu.notification.template.Template;
import io.kehu.notification.template.TemplateKey;
import io.kehu.notification.template.Templates;
import io.kehu.starter.merging.MergedNumbers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Takes messages once per dedupe key, in the caller's transaction. Whether they may be sent is decided when they are sent. */
@Component
public class AcceptMessages {

    private final Templates templates;
    private final Messages messages;
    private final MergedNumbers numbers;
    private final WaitingSignal signal;
    private final MeterRegistry meters;
    private final Clock clock;

    AcceptMessages(
            Templates templates,
            Messages messages,
            MergedNumbers numbers,
            WaitingSignal signal,
            MeterRegistry meters,
            Clock clock) {
        this.templates = templates;
        this.messages = messages;
        this.numbers = numbers;
        this.signal = signal;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * The message that now stands for a wish.
     *
     * @param isNew whether this wish made it
     * @param isMeant whether it says the same to the same customer
     */
    record Taken(Message message, boolean isNew, boolean isMeant) {}

    /** For wishes nobody waits for an answer to: events. Those whose key was used before change nothing. */
    public void accept(List<NewMessage> wishes) {
        takeNew(wishes);
    }

    /** As {@link #accept}, for those who want to know; in the order of the wishes. */
    List<Taken> take(List<NewMessage> wishes) {
        Set<MessageId> fresh = takeNew(wishes);
        Map<DedupeKey, Message> standing =
                messages.find(wishes.stream().map(NewMessage::dedupeKey).toList());
        List<Taken> taken = new ArrayList<>(wishes.size());
        Map<String, String> merged = numbers.living(
                wishes.stream().map(wish -> wish.number().value()).toList());
        Set<MessageId> told = new LinkedHashSet<>();
        for (NewMessage wish : wishes) {
            Message message = standing.get(wish.dedupeKey());
            if (message == null) {
                throw new IllegalStateException("A message that was just taken is gone.");
            }
            String number = wish.number().value();
            taken.add(new Taken(
                    message,
                    fresh.contains(message.id()) && told.add(message.id()),
                    message.isWish(new CustomerNumber(merged.getOrDefault(number, number)), wish.template())));
        }
        return taken;
    }

    private Set<MessageId> takeNew(List<NewMessage> wishes) {
        Set<TemplateKey> keys = new LinkedHashSet<>();
        wishes.forEach(wish -> keys.add(wish.template()));
        Map<TemplateKey, Template> known = templates.find(keys);
        List<Draft> drafts = new ArrayList<>(wishes.size());
        for (NewMessage wish : wishes) {
            Template template = known.get(wish.template());
            if (template == null) {
                throw new IllegalStateException("There is no template " + wish.template());
            }
            drafts.add(new Draft(MessageId.next(), wish, template));
        }
        Set<MessageId> fresh = messages.takeNew(drafts, clock.instant());
        signal.afterCommit(() -> count(drafts, fresh));
        return fresh;
    }

    private void count(List<Draft> drafts, Set<MessageId> fresh) {
        for (Draft draft : drafts) {
            if (fresh.contains(draft.id())) {
                meters.counter(
                                "notification.messages.accepted",
                                "purpose",
                                draft.template().purpose().name())
                        .increment();
            }
        }
    }
}
