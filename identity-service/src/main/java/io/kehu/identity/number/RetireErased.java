package io.kehu.identity.number;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import io.kehu.starter.security.token.Caller;
import java.util.List;
import java.util.Objects;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Numbers of customers who are erased: they stand for nobody any more, and are kept so that nobody else ever gets one. */
@Component
@Order(1)
class RetireErased implements ErasurePart {

    private final InspectNumbers inspect;
    private final ChangeNumbers change;

    RetireErased(InspectNumbers inspect, ChangeNumbers change) {
        this.inspect = inspect;
        this.change = change;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        long issued = inspect.inspect(numbers).stream()
                .filter(found -> found.verdict() == InspectNumbers.Verdict.VALID)
                .count();
        return List.of(ErasureItem.kept("NUMBERS", issued, Ground.PROOF));
    }

    @Override
    public void erase(List<String> numbers) {
        String by = Caller.current()
                .orElseGet(() -> Caller.system("identity-service"))
                .originatingSubject();
        inspect.inspect(numbers).stream()
                .filter(found -> found.state() == NumberState.ACTIVE || found.state() == NumberState.RESERVED)
                .map(found -> Objects.requireNonNull(found.number()).number())
                .forEach(number -> change.retire(number, "ERASED", by));
    }
}
