package io.kehu.notification.message;

import io.kehu.notification.NotificationProblem;
import io.kehu.notification.message.AcceptMessages.Taken;
import io.kehu.notification.message.Wishes.Checked;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of each message of a batch, in the order of the request. */
record BatchResult(List<Item> items) {

    /** What became of one of them. */
    enum Result {
        ACCEPTED,
        EXISTING,
        REFUSED
    }

    /**
     * One of them.
     *
     * @param input place in the request, from 0
     * @param id the message that stands
     * @param problem end of the problem's {@code type} address; see docs/problems.md
     */
    record Item(
            int input,
            Result result,
            @Nullable UUID id,
            @Nullable MessageState state,
            @Nullable String problem,
            @Nullable List<ItemError> errors) {}

    /** A place of the message that is wrong. */
    record ItemError(String pointer, String code) {}

    /** @param taken for each good one, in order */
    static BatchResult of(List<Checked> checked, List<Taken> taken) {
        Iterator<Taken> next = taken.iterator();
        List<Item> items = new ArrayList<>(checked.size());
        for (int i = 0; i < checked.size(); i++) {
            Checked one = checked.get(i);
            items.add(one.message().isPresent() ? settled(i, next.next()) : refused(i, one));
        }
        return new BatchResult(items);
    }

    private static Item settled(int input, Taken taken) {
        Message message = taken.message();
        if (!taken.isNew() && !taken.isMeant()) {
            return new Item(input, Result.REFUSED, null, null, NotificationProblem.DEDUPE_KEY_TAKEN.slug(), null);
        }
        Result result = taken.isNew() ? Result.ACCEPTED : Result.EXISTING;
        return new Item(input, result, message.id().value(), message.state(), null, null);
    }

    private static Item refused(int input, Checked checked) {
        List<ItemError> errors = checked.errors().stream()
                .map(error -> new ItemError(error.pointer(), error.code()))
                .toList();
        return new Item(
                input,
                Result.REFUSED,
                null,
                null,
                checked.problem() == null ? null : checked.problem().slug(),
                errors.isEmpty() ? null : errors);
    }
}
