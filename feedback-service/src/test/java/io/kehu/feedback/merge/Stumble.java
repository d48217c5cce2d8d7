package io.kehu.feedback.merge;

import io.kehu.starter.merging.MergeItem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.Order;

/** A part of the service that fails in the middle of a merge when a test wants it to. */
@Order(99)
public class Stumble implements FiledByNumber {

    /** Numbers it fails on. */
    public static final Set<String> STONES = ConcurrentHashMap.newKeySet();

    @Override
    public List<MergeItem> count(List<String> numbers) {
        if (numbers.stream().anyMatch(STONES::contains)) {
            throw new IllegalStateException("struck down");
        }
        return List.of();
    }
}
