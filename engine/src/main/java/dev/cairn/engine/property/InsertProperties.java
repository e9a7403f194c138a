package dev.cairn.engine.property;

import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Optional;

/** Checks the properties of an INSERT, which are those of any load. */
public final class InsertProperties {
    private InsertProperties() {}

    public static void check(List<Property> properties) {
        for (Property property : properties) {
            PropertyValue value = new PropertyValue(property, Origin.LOAD, property.span());
            Optional<PropertyUse> use = KnownProperty.find(property.name()).flatMap(known -> known.use(Holder.LOAD));
            if (use.isEmpty()) {
                throw value.refusal(PropertyRule.INSERT_PROPERTY_UNKNOWN, property.name());
            }
            if (!property.isPlaceholder()) {
                use.get().form().normal(value);
            }
        }
    }
}
