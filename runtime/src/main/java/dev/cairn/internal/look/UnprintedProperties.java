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
 * SchemaObject is = UnprintedProperties.filled(profile, live, recorded);
 * is.differenceFrom(recorded, profile, match); // of what can be seen
 * }</pre>
 */
public final class UnprintedProperties {
    private UnprintedProperties() {}

    /** Returns the object with those unprinted properties that the expected object has. */
    public static SchemaObject filled(ServerProfile profile, SchemaObject is, SchemaObject should) {
        return is instanceof OfTable live && should instanceof OfTable wanted
                ? new OfTable(filled(profile, live.table(), wanted.table()))
                : is;
    }

    private static Table filled(ServerProfile profile, Table is, Table should) {
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
