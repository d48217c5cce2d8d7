package io.kehu.feedback;

import io.kehu.starter.merging.MergedNumbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether two numbers stand for one customer. */
@Component
public class SameCustomer {

    private final MergedNumbers numbers;

    SameCustomer(MergedNumbers numbers) {
        this.numbers = numbers;
    }

    public boolean are(CustomerNumber one, CustomerNumber other) {
        if (one.equals(other)) {
            return true;
        }
        Map<String, String> living = numbers.living(List.of(one.value(), other.value()));
        return living.getOrDefault(one.value(), one.value()).equals(living.getOrDefault(other.value(), other.value()));
    }

    /**
     * Whether what is filed under this number is within reach.
     *
     * @param reach the only customer whose things may be reached, by any of their numbers; empty for all
     * @param number null for what is anonymous
     */
    public boolean reaches(Optional<CustomerNumber> reach, @Nullable CustomerNumber number) {
        return reach.isEmpty() || (number != null && are(reach.get(), number));
    }
}
