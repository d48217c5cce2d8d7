package io.kehu.customer.erasure;

import io.kehu.starter.erasing.ErasureItem;
import java.util.List;
import java.util.UUID;

/** A service that erases over REST. */
final class PeerEraser implements Eraser {

    private final ErasureStep step;
    private final ErasureClient client;

    PeerEraser(ErasureStep step, ErasureClient client) {
        this.step = step;
        this.client = client;
    }

    @Override
    public ErasureStep step() {
        return step;
    }

    @Override
    public List<ErasureItem> preview(List<String> numbers) {
        return client.preview(new ErasureClient.Order(numbers)).items();
    }

    @Override
    public List<ErasureItem> erase(UUID id, List<String> numbers) {
        return client.erase(id, new ErasureClient.Order(numbers)).items();
    }
}
