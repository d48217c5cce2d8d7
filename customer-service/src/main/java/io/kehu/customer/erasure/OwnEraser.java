package io.kehu.customer.erasure;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.Erasures;
import java.util.List;
import java.util.UUID;

/** What this service itself has of customers. */
final class OwnEraser implements Eraser {

    private final Erasures erasures;

    OwnEraser(Erasures erasures) {
        this.erasures = erasures;
    }

    @Override
    public ErasureStep step() {
        return ErasureStep.CUSTOMER;
    }

    @Override
    public List<ErasureItem> preview(List<String> numbers) {
        return erasures.preview(numbers);
    }

    @Override
    public List<ErasureItem> erase(UUID id, List<String> numbers) {
        return erasures.erase(id, numbers).items();
    }
}
