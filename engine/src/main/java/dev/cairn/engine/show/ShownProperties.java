package dev.cairn.engine.show;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Determines which properties of a table SHOW CREATE TABLE prints: it omits some always, and others if they have their
 * default value. It also determines which properties a user would write: all declared ones that CREATE TABLE accepts.
 */
final class ShownProperties {
    private final ServerProfile profile;
    private final Table table;

    private ShownProperties(ServerProfile profile, Table table) {
        this.profile = profile;
        this.table = table;
    }

    static List<Property> of(ServerProfile profile, Table table) {
        ShownProperties properties = new ShownProperties(profile, table);
        return properties.list((name, setting) -> properties.isShown(name, setting.value()));
    }

    static List<Property> written(ServerProfile profile, Table table) {
        ShownProperties properties = new ShownProperties(profile, table);
        return properties.list((name, setting) -> !setting.assumed() && properties.isWritten(name, setting.value()));
    }

    private List<Property> list(BiPredicate<String, StoredProperties.Setting> listed) {
        List<Property> list = new ArrayList<>();
        for (Map.Entry<String, StoredProperties.Setting> entry :
                table.properties().settings().entrySet()) {
            if (listed.test(entry.getKey(), entry.getValue())) {
                list.add(Property.of(entry.getKey(), entry.getValue().value()));
            }
        }
        return list;
    }

    private boolean isWritten(String name, String value) {
        return use(name).map(use -> use.isWritten(profile, table, value)).orElse(!value.isEmpty());
    }

    private boolean isShown(String name, String value) {
        return use(name).filter(use -> use.isShown(profile, table, value)).isPresent();
    }

    private static Optional<PropertyUse> use(String name) {
        return KnownProperty.find(name).flatMap(property -> property.use(Holder.TABLE));
    }
}
