package io.kehu.starter.protection.mask;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** The one place where values are masked on their way out. */
public final class MaskedSerializer extends ValueSerializer<Object> {

    private final Unmasking unmasking;
    private final Mask mask;

    /** Made by Spring for each annotated property. */
    public MaskedSerializer(Unmasking unmasking) {
        this(unmasking, Mask.TEXT);
    }

    private MaskedSerializer(Unmasking unmasking, Mask mask) {
        this.unmasking = unmasking;
        this.mask = mask;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        Masked annotation = property == null ? null : property.getAnnotation(Masked.class);
        return annotation == null ? this : new MaskedSerializer(unmasking, annotation.value());
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        String text = value.toString();
        generator.writeString(unmasking.lifts(mask) ? text : mask.mask(text));
    }
}
