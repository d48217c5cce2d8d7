package io.kehu.customer.erasure;

import io.kehu.starter.erasing.Erasures;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Who erases what, one for each step. */
@Component
class Erasers {

    private final Map<ErasureStep, Eraser> erasers;

    Erasers(
            LoyaltyErasures loyalty,
            FeedbackErasures feedback,
            NotificationErasures notification,
            IdentityErasures identity,
            Erasures own) {
        this.erasers = Map.of(
                ErasureStep.LOYALTY, new PeerEraser(ErasureStep.LOYALTY, loyalty),
                ErasureStep.FEEDBACK, new PeerEraser(ErasureStep.FEEDBACK, feedback),
                ErasureStep.NOTIFICATION, new PeerEraser(ErasureStep.NOTIFICATION, notification),
                ErasureStep.IDENTITY, new PeerEraser(ErasureStep.IDENTITY, identity),
                ErasureStep.CUSTOMER, new OwnEraser(own));
    }

    Eraser of(ErasureStep step) {
        return Objects.requireNonNull(erasers.get(step));
    }
}
