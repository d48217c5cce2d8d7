package io.kehu.notification.provider;

import io.kehu.notification.Channel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which provider carries which channel. */
@Component
public class Providers {

    private final Map<Channel, Provider> byChannel = new EnumMap<>(Channel.class);

    Providers(List<Provider> providers) {
        for (Provider provider : providers) {
            Channel channel = provider.capabilities().channel();
            if (byChannel.put(channel, provider) != null) {
                throw new IllegalStateException("Two providers want to carry " + channel + ".");
            }
        }
    }

    public List<Provider> all() {
        return List.copyOf(byChannel.values());
    }

    /** Empty when nothing can be sent by this channel here. */
    public Optional<Provider> of(Channel channel) {
        return Optional.ofNullable(byChannel.get(channel));
    }
}
