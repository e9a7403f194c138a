package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Locale;

/** Takes the properties of a new table about how and on which disks its rows are stored. */
final class StorageProperties {
    private static final String STORAGE_TYPE = "storage_type";

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

    void takeTabletType() {
        String type = properties.take("tablet_type");
        if (type != null && !type.equalsIgnoreCase("memory") && !type.equalsIgnoreCase("disk")) {
            throw properties.refusal("tablet_type", TableRule.TABLET_TYPE);
        }
    }

    void takeCooldown() {
        boolean declared = properties.has(StorageMedium.COOLDOWN_TTL) || properties.has(StorageMedium.COOLDOWN_TIME);
        if (declared) {
            requireCooldown(
                    properties.has(StorageMedium.COOLDOWN_TTL)
                            ? StorageMedium.COOLDOWN_TTL
                            : StorageMedium.COOLDOWN_TIME);
        }
        String text = properties.look(StorageMedium.COOLDOWN_TTL);
        if (text != null && !text.isEmpty()) {
            try {
                String normal = Periods.normal(text);
                if (!profile.sharedData()) {
                    properties.store(StorageMedium.COOLDOWN_TTL, normal);
                }
            } catch (InvalidValueException e) {
                throw properties.refusal(StorageMedium.COOLDOWN_TTL, e.rule(), e.arguments());
            }
        }
    }

    private void requireCooldown(String name) {
        if (draft.model() == KeyModel.PRIMARY) {
            throw properties.refusal(name, TableRule.COOLDOWN_OF_PRIMARY_KEY);
        }
        if (draft.partitioning() instanceof PartitionDraft.Lists) {
            throw properties.refusal(name, TableRule.COOLDOWN_OF_LISTS);
        }
        if (!(draft.partitioning() instanceof PartitionDraft.Ranges ranges)) {
            return;
        }
        if (ranges.columns().size() > 1) {
            throw properties.refusal(name, TableRule.COOLDOWN_OF_SEVERAL_COLUMNS);
        }
        Name column = ranges.columns().get(0);
        boolean dated = columns.stream()
                .anyMatch(present -> present.is(column.text())
                        && PrimitiveType.of(present.type()).isDate());
        if (!dated) {
            throw properties.refusal(name, TableRule.COOLDOWN_NOT_OF_DATES);
        }
    }

    void takeMedium() {
        if (!profile.sharedData()) {
            try {
                StorageMedium.check(profile, properties.left());
            } catch (InvalidValueException e) {
                throw properties.refusal(StorageMedium.MEDIUM, e.rule(), e.arguments());
            }
        }
        String medium = properties.take(StorageMedium.MEDIUM);
        String time = properties.take(StorageMedium.COOLDOWN_TIME);
        properties.take(StorageMedium.COOLDOWN_TTL);
        if (profile.sharedData()) {
            return;
        }
        if (medium != null) {
            properties.store(StorageMedium.MEDIUM, StorageMedium.normal(medium));
        }
        if (time != null) {
            properties.store(StorageMedium.COOLDOWN_TIME, time);
        }
    }

    /** Takes the properties that the server reads after the colocation group. */
    void takeStorageType() {
        String type = properties.take(STORAGE_TYPE);
        if (type != null && !type.equalsIgnoreCase("column")) {
            storeStorageType(type);
        }
        String version = properties.take("schema_version");
        if (version != null) {
            properties.requireInt(version, "schema_version", TableRule.SCHEMA_VERSION_FORMAT);
        }
    }

    private void storeStorageType(String type) {
        boolean rows = type.equalsIgnoreCase("row") || type.equalsIgnoreCase("column_with_row");
        String table = draft.key().serverName();
        if (!rows || draft.model() != KeyModel.PRIMARY) {
            throw properties.refusal(STORAGE_TYPE, TableRule.STORAGE_TYPE_UNSUPPORTED, type, table);
        }
        if (type.equalsIgnoreCase("column_with_row") && columns.stream().allMatch(Column::key)) {
            throw properties.refusal(STORAGE_TYPE, TableRule.ROW_STORE_WITHOUT_VALUES);
        }
        if (!profile.rowStore()) {
            throw properties.refusal(STORAGE_TYPE, TableRule.ROW_STORE_DISABLED, type, table);
        }
        properties.store(STORAGE_TYPE, type.toUpperCase(Locale.ROOT));
    }

    void takeVersion() {
        String version = properties.take("version_info");
        if (version == null) {
            return;
        }
        if (profile.sharedData()) {
            throw properties.refusal("version_info", TableRule.VERSION_INFO_IN_SHARED_DATA);
        }
        try {
            Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw properties.refusal("version_info", TableRule.VERSION_INFO_FORMAT);
        }
    }

    void takeCompression() {
        String declared = properties.take(Compression.PROPERTY);
        try {
            properties.storeOrAssume(
                    Compression.PROPERTY, declared == null ? null : Compression.normal(declared), Compression.ASSUMED);
        } catch (InvalidValueException e) {
            throw properties.refusal(Compression.PROPERTY, e.rule(), e.arguments());
        }
    }

    /** The property {@code compression}: {@code LZ4}, {@code ZSTD(3)}. */
    private static final class Compression {
        static final String PROPERTY = "compression";
        static final String ASSUMED = "LZ4";

        private static final int HIGHEST_LEVEL = 22;

        private Compression() {}

        /** The value in the form that SHOW CREATE prints. */
        static String normal(String text) throws InvalidValueException {
            String compact = text.replace(" ", "").toUpperCase(Locale.ROOT);
            if (compact.startsWith("ZSTD(") && compact.endsWith(")")) {
                return withLevel(text, compact.substring("ZSTD(".length(), compact.length() - 1));
            }
            return switch (text.toUpperCase(Locale.ROOT)) {
                case "LZ4", "LZ4_FRAME" -> ASSUMED;
                case "ZLIB" -> "ZLIB";
                case "ZSTD" -> "ZSTD";
                case "SNAPPY" -> "SNAPPY";
                default -> throw unknown(text);
            };
        }

        private static String withLevel(String text, String digits) throws InvalidValueException {
            if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw unknown(text);
            }
            int level = digits.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(digits);
            if (level < 1 || level > HIGHEST_LEVEL) {
                throw new InvalidValueException(TableRule.ZSTD_LEVEL);
            }
            return "ZSTD(" + level + ")";
        }

        private static InvalidValueException unknown(String text) {
            return new InvalidValueException(TableRule.UNKNOWN_COMPRESSION, text);
        }
    }
}
