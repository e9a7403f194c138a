package dev.cairn.internal.look;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Property;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Completes a table that was read from a server with the properties that servers do not print, so that these do not
 * count as differences.
 *
 * <pre>{@code
 * SchemaObject is = new UnprintedProperties(profile, recorded).completed(live);
 * is.differenceFrom(recorded, profile, match); // of what can be seen
 * }</pre>
 */
public record UnprintedProperties(ServerProfile profile, SchemaObject expected) {
    /** Returns the object with those unprinted properties that the expected object has. */
    public SchemaObject completed(SchemaObject is) {
        return is instanceof OfTable live && expected instanceof OfTable table
                ? new OfTable(completed(live.table(), table.table()))
                : is;
    }

    private Table completed(Table is, Table should) {
        Set<String> printed = ShowCreate.shown(profile, should).properties().stream()
                .map(Property::name)
                .collect(Collectors.toSet());
        StoredProperties properties = is.properties();
        for (Map.Entry<String, StoredProperties.Setting> setting :
                should.properties().settings().entrySet()) {
            if (!setting.getValue().assumed() && !printed.contains(setting.getKey())) {
                properties =
                        properties.with(setting.getKey(), setting.getValue().value());
            }
        }
        return is.withProperties(properties);
    }
}
