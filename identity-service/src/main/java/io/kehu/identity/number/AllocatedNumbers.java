package io.kehu.identity.number;

import io.kehu.identity.scheme.NumberFormatter;
import io.kehu.identity.scheme.Template;
import java.util.AbstractList;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** The numbers of a run. They are made where they are told, because a thousand of them are many texts to make and forget. */
final class AllocatedNumbers extends AbstractList<CustomerNumber> {

    private final NumberFormatter formatter;
    private final long from;
    private final long to;

    /** @param to sequence of the last one */
    AllocatedNumbers(NumberFormatter formatter, long from, long to) {
        this.formatter = formatter;
        this.from = from;
        this.to = to;
    }

    @Override
    public CustomerNumber get(int index) {
        Template.Formatted number = formatter.format(from + index);
        return new CustomerNumber(number.canonical(), number.display());
    }

    @Override
    public int size() {
        return Math.toIntExact(to - from + 1);
    }

    /** As an array of {@link CustomerNumber}s. */
    static final class Writer extends ValueSerializer<AllocatedNumbers> {

        private static final SerializableString NUMBER = new SerializedString("number");
        private static final SerializableString DISPLAY = new SerializedString("display");

        @Override
        public void serialize(AllocatedNumbers numbers, JsonGenerator json, SerializationContext context) {
            json.writeStartArray();
            numbers.formatter.forEach(numbers.from, numbers.to, (canonical, display) -> {
                json.writeStartObject();
                json.writeName(NUMBER);
                json.writeString(canonical, 0, canonical.length);
                json.writeName(DISPLAY);
                json.writeString(display, 0, display.length);
                json.writeEndObject();
            });
            json.writeEndArray();
        }
    }
}
