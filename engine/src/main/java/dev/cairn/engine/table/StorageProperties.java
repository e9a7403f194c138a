package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.Periods;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Locale;

/** Takes the properties of a new table about how and on which disks its rows are stored. */
final class StorageProperties {
    private final ServerProfile profile;
    private final TableDraft draft;
    private final List<Column> columns;
    private final PropertyBag properties;

    StorageProperties(ServerProfile profile, TableDraft draft, List<Column> columns) {
        this.profile = profile;
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
    }

    void takeCooldown() {
        boolean declared = properties.has(KnownProperty.STORAGE_COOLDOWN_TTL)
                || properties.has(KnownProperty.STORAGE_COOLDOWN_TIME);
        if (declared) {
            requireCooldown(
                    properties.has(KnownProperty.STORAGE_COOLDOWN_TTL)
                            ? KnownProperty.STORAGE_COOLDOWN_TTL
                            : KnownProperty.STORAGE_COOLDOWN_TIME);
        }
        String text = properties.look(KnownProperty.STORAGE_COOLDOWN_TTL);
        if (text != null && !text.isEmpty()) {
            try {
                String normal = Periods.normal(text);
                if (!profile.sharedData()) {
                    properties.store(KnownProperty.STORAGE_COOLDOWN_TTL, normal);
                }
            } catch (InvalidValueException e) {
                throw properties.refusal(KnownProperty.STORAGE_COOLDOWN_TTL, e.rule(), e.arguments());
            }
        }
    }

    private void requireCooldown(KnownProperty property) {
        if (draft.model() == KeyModel.PRIMARY) {
            throw properties.refusal(property, TableRule.COOLDOWN_OF_PRIMARY_KEY);
        }
        if (draft.partitioning() instanceof PartitionDraft.Lists) {
            throw properties.refusal(property, TableRule.COOLDOWN_OF_LISTS);
        }
        if (!(draft.partitioning() instanceof PartitionDraft.Ranges ranges)) {
            return;
        }
        if (ranges.columns().size() > 1) {
            throw properties.refusal(property, TableRule.COOLDOWN_OF_SEVERAL_COLUMNS);
        }
        Name column = ranges.columns().get(0);
        boolean dated = columns.stream()
                .anyMatch(present -> present.is(column.text())
                        && PrimitiveType.of(present.type()).isDate());
        if (!dated) {
            throw properties.refusal(property, TableRule.COOLDOWN_NOT_OF_DATES);
        }
    }

    void takeMedium() {
        if (!profile.sharedData()) {
            try {
                StorageMedium.check(profile, properties.left());
            } catch (InvalidValueException e) {
                throw properties.refusal(KnownProperty.STORAGE_MEDIUM, e.rule(), e.arguments());
            }
        }
        String medium = properties.take(KnownProperty.STORAGE_MEDIUM);
        String time = properties.take(KnownProperty.STORAGE_COOLDOWN_TIME);
        properties.take(KnownProperty.STORAGE_COOLDOWN_TTL);
        if (profile.sharedData()) {
            return;
        }
        if (medium != null) {
            properties.store(KnownProperty.STORAGE_MEDIUM, StorageMedium.normal(medium));
        }
        if (time != null) {
            properties.store(KnownProperty.STORAGE_COOLDOWN_TIME, time);
        }
    }

    void takeStorageType() {
        String type = properties.take(KnownProperty.STORAGE_TYPE);
        if (type != null && !type.equalsIgnoreCase("column")) {
            storeStorageType(type);
        }
    }

    private void storeStorageType(String type) {
        boolean rows = type.equalsIgnoreCase("row") || type.equalsIgnoreCase("column_with_row");
        String table = draft.key().serverName();
        if (!rows || draft.model() != KeyModel.PRIMARY) {
            throw properties.refusal(KnownProperty.STORAGE_TYPE, TableRule.STORAGE_TYPE_UNSUPPORTED, type, table);
        }
        if (type.equalsIgnoreCase("column_with_row") && columns.stream().allMatch(Column::key)) {
            throw properties.refusal(KnownProperty.STORAGE_TYPE, TableRule.ROW_STORE_WITHOUT_VALUES);
        }
        if (!profile.rowStore()) {
            throw properties.refusal(KnownProperty.STORAGE_TYPE, TableRule.ROW_STORE_DISABLED, type, table);
        }
        properties.store(KnownProperty.STORAGE_TYPE, type.toUpperCase(Locale.ROOT));
    }
}
