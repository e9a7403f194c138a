package dev.cairn.engine.alter;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.KeyModel;

/**
 * Applies SET of the properties of the persistent index, and DROP PERSISTENT INDEX.
 *
 * @param value the declared value of the property
 */
record PersistentIndexDdl(AlterTableContext context, String value) {
    private static final String LOCAL_TYPE = "LOCAL";
    /** The type that a shared-data server sets whenever the index is switched on or off. */
    private static final String CLOUD_NATIVE_TYPE = "CLOUD_NATIVE";

    /** Switches the index on or off. A shared-data server also sets the index type of a PRIMARY KEY table. */
    StatementResult switchIndex() {
        StoredProperties properties = context.table().properties();
        boolean isSharedData = context.profile().isSharedData();
        boolean isEnabled = value.equalsIgnoreCase("true");
        boolean isUnchanged = isSharedData
                && isEnabled == KnownProperty.ENABLE_PERSISTENT_INDEX.isTrueIn(properties)
                && !currentType(context.table()).equals(LOCAL_TYPE);
        if (isUnchanged) {
            return context.unchangedResult();
        }
        StoredProperties newProperties = properties.withProperty(
                KnownProperty.ENABLE_PERSISTENT_INDEX.propertyName(), Boolean.toString(isEnabled));
        return createResult(
                KnownProperty.ENABLE_PERSISTENT_INDEX,
                isSharedData && context.hasModel(KeyModel.PRIMARY)
                        ? newProperties.withProperty(
                                KnownProperty.PERSISTENT_INDEX_TYPE.propertyName(), CLOUD_NATIVE_TYPE)
                        : newProperties);
    }

    StatementResult changeType() {
        if (currentType(context.table()).equals(value)) {
            return context.unchangedResult();
        }
        // A text in lower case passes the checks, but the job does not recognize it.
        boolean isRecognized = value.equals(LOCAL_TYPE) || value.equals(CLOUD_NATIVE_TYPE);
        return createResult(
                KnownProperty.PERSISTENT_INDEX_TYPE,
                context.table()
                        .properties()
                        .withProperty(
                                KnownProperty.PERSISTENT_INDEX_TYPE.propertyName(),
                                isRecognized ? value : currentType(context.table())));
    }

    private StatementResult createResult(KnownProperty property, StoredProperties newProperties) {
        return context.createResult(
                context.table().withProperties(newProperties),
                property.findDefinition(OwnerKind.TABLE).orElseThrow().cost(context.profile()));
    }

    private static String currentType(Table table) {
        return KnownProperty.PERSISTENT_INDEX_TYPE
                .findValueIn(table.properties())
                .orElse("");
    }

    /** Refuses DROP PERSISTENT INDEX. The engine does not know the ids of tablets, so each counts as missing. */
    static StatementResult drop(AlterTableContext context, AlterClause.DropPersistentIndex drop) {
        Table table = context.table();
        boolean isCloudNative = context.profile().isSharedData()
                && KnownProperty.ENABLE_PERSISTENT_INDEX.isTrueIn(table.properties())
                && !currentType(table).equals(LOCAL_TYPE);
        if (!isCloudNative) {
            throw Refusal.ofExecution(drop.span(), CommonRule.ONLY_IN_SHARED_DATA, "DROP PERSISTENT INDEX");
        }
        long tabletId = drop.tabletIds().isEmpty() ? 0 : drop.tabletIds().get(0);
        throw Refusal.ofExecution(drop.span(), CommonRule.NOT_FOUND, RuleSubject.TABLET, tabletId);
    }
}
