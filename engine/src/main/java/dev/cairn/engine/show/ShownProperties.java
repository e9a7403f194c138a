package dev.cairn.engine.show;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.TableProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.KeyModel;
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
    private static final String DYNAMIC_PARTITION = "dynamic_partition.";

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

    /** Whether CREATE TABLE accepts the property; ALTER TABLE accepts more. */
    private boolean isWritten(String name, String value) {
        Optional<TableProperty> property = TableProperty.find(name);
        if (property.isEmpty()) {
            return !value.isEmpty();
        }
        return switch (property.get()) {
            case BUCKET_SIZE, FILE_BUNDLING -> true; // 0 and false are not printed, but not the default either
            case BINLOG_VERSION -> false;
            case PERSISTENT_INDEX -> !value.isEmpty() && table.model() == KeyModel.PRIMARY;
            default -> !value.isEmpty() && property.get().isWritten(profile, value);
        };
    }

    private boolean isShown(String name, String value) {
        if (value.isEmpty()) {
            return false;
        }
        Optional<TableProperty> property = TableProperty.find(name);
        if (property.isEmpty()) {
            return name.startsWith(DYNAMIC_PARTITION);
        }
        return property.get().isPrinted(profile, value)
                && switch (property.get()) {
                    case PERSISTENT_INDEX -> table.model() == KeyModel.PRIMARY;
                    case INDEX_CACHE_EXPIRY -> table.model() == KeyModel.PRIMARY && !value.equals("0");
                    case PERSISTENT_INDEX_TYPE ->
                        profile.sharedData()
                                && table.model() == KeyModel.PRIMARY
                                && isTrue(TableProperty.PERSISTENT_INDEX);
                    case FLAT_JSON_NULLS, FLAT_JSON_SPARSITY, FLAT_JSON_COLUMNS -> isTrue(TableProperty.FLAT_JSON);
                    default -> true;
                };
    }

    private boolean isTrue(TableProperty property) {
        return table.properties()
                .value(property.text())
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }
}
