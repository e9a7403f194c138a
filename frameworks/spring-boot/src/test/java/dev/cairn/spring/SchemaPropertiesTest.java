package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.MigratorOptions;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.internal.option.OptionFormat;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.shop.ShopVersion;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Tests that each option of a migrator is a property of a schema: it is bound and described, and it reaches the options
 * of the schema's migrator.
 */
class SchemaPropertiesTest {
    private static final Path SOURCE_FILE =
            ProjectFiles.find("frameworks/spring-boot/src/main/java/dev/cairn/spring/SchemaProperties.java");

    private static SchemaProperties bind(String prefix, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, SchemaProperties.class);
    }

    private static EffectiveSchemaSettings toSettings(SchemaProperties properties) {
        return new EffectiveSchemaSettings(properties, properties);
    }

    private static MigratorSettings readMigratorSettings(EffectiveSchemaSettings properties)
            throws ReflectiveOperationException {
        Method method = MigratorOptions.class.getDeclaredMethod("settings");
        method.setAccessible(true);
        return (MigratorSettings) method.invoke(properties.migratorOptions());
    }

    static List<MigratorOption<?>> options() {
        return MigratorOption.findSettableIn(OptionScope.SPRING);
    }

    /** Returns a value that is not the default of the option. */
    private static String sampleValue(MigratorOption<?> option) {
        return option.format() instanceof OptionFormat.DurationFormat
                ? "37s"
                : option.format() instanceof OptionFormat.CountFormat
                        ? "39"
                        : option.format() instanceof OptionFormat.ChoiceFormat ? "lose" : "me";
    }

    @ParameterizedTest
    @MethodSource("options")
    void aPropertyReachesTheOptions(MigratorOption<?> option) throws ReflectiveOperationException {
        String value = sampleValue(option);
        String schemaPrefix = "cairn.schemas.shop.";
        SchemaProperties unsetProperties = bind("cairn", Map.of());
        SchemaProperties setProperties =
                bind(schemaPrefix.replaceAll(".$", ""), Map.of(schemaPrefix + option.hyphenatedName(), value));

        assertThat(readMigratorSettings(toSettings(unsetProperties)).get(option))
                .isEqualTo(option.defaultValue())
                .isNotEqualTo(option.parseValue(value));
        assertThat(readMigratorSettings(toSettings(setProperties)).get(option)).isEqualTo(option.parseValue(value));
        assertThat(readMigratorSettings(new EffectiveSchemaSettings(setProperties, unsetProperties))
                        .get(option))
                .isEqualTo(option.parseValue(value));
        assertThat(readMigratorSettings(new EffectiveSchemaSettings(unsetProperties, setProperties))
                        .get(option))
                .isEqualTo(option.parseValue(value));
    }

    @Test
    void consentAndPlaceholdersReachTheOptions() throws ReflectiveOperationException {
        MigratorSettings settings = readMigratorSettings(toSettings(
                bind("cairn", Map.of("cairn.consent", "destructive", "cairn.placeholders.replication_num", "1"))));
        assertThat(settings.get(MigratorSettings.ALLOWED_CHANGES)).isEqualTo(new AllowedChanges(true, false));
        assertThat(settings.placeholders().valueByName()).isEqualTo(Map.of("replication_num", "1"));
    }

    /**
     * The description of a property is that of its option, so that IDEs and docs/spring.md describe it as the command
     * does.
     */
    @ParameterizedTest
    @MethodSource("options")
    void aPropertyIsDescribedAsItsOption(MigratorOption<?> option) throws IOException {
        assertThat(Files.readString(SOURCE_FILE).replaceAll("\\s+\\*?\\s*", " "))
                .contains("@param " + option.name() + " " + option.description() + " Default: " + option.defaultText()
                        + ".");
        assertThat(Arrays.stream(SchemaProperties.class.getRecordComponents())).anySatisfy(component -> {
            assertThat(component.getName()).isEqualTo(option.name());
            assertThat(component.getType()).isEqualTo(option.format().type());
        });
        assertThat(option.isRebuildOption()).isFalse();
    }

    @Test
    void propertiesOfTheStartAreBound() {
        EffectiveSchemaSettings properties = toSettings(bind(
                "cairn",
                Map.of(
                        "cairn.mode", "await",
                        "cairn.background", "true",
                        "cairn.timeout", "3m",
                        "cairn.url", "starrocks://host/shop",
                        "cairn.user", "app",
                        "cairn.password", "secret",
                        "cairn.data-source", "analytics")));
        assertThat(properties.mode()).isEqualTo(MigrationMode.AWAIT);
        assertThat(properties.isInBackground()).isTrue();
        assertThat(properties.timeout()).isEqualTo(Duration.ofMinutes(3));
        assertThat(properties.url()).isEqualTo("starrocks://host/shop");
        assertThat(properties.user()).isEqualTo("app");
        assertThat(properties.password()).isEqualTo("secret");
        assertThat(properties.dataSource()).isEqualTo("analytics");
        assertThat(toSettings(bind("cairn", Map.of())).mode()).isEqualTo(MigrationMode.UPGRADE);
    }

    @Test
    void emptyTextsAreAbsent() {
        EffectiveSchemaSettings shop = new EffectiveSchemaSettings(
                bind("cairn.schemas.shop", Map.of("cairn.schemas.shop.url", "", "cairn.schemas.shop.data-source", "")),
                bind("cairn", Map.of("cairn.url", "starrocks://host/shop", "cairn.author", " ", "cairn.user", "")));

        assertThat(shop.url()).isEqualTo("starrocks://host/shop");
        assertThat(shop.user()).isNull();
        assertThat(shop.dataSource()).isNull();
        assertThat(bind("cairn", Map.of("cairn.author", " ")).author()).isNull();
    }

    @Test
    void aLoginWithoutASharedServerBelongsToTheServersOfAllSchemas() {
        SchemaProperties login = bind("cairn", Map.of("cairn.user", "app", "cairn.password", "secret"));
        EffectiveSchemaSettings shop = new EffectiveSchemaSettings(
                bind("cairn.schemas.shop", Map.of("cairn.schemas.shop.url", "starrocks://one/shop")), login);
        EffectiveSchemaSettings audit = new EffectiveSchemaSettings(
                bind("x", Map.of("x.url", "starrocks://two/audit", "x.user", "auditor")), login);

        assertThat(shop.user()).isEqualTo("app");
        assertThat(shop.password()).isEqualTo("secret");
        assertThat(audit.user()).isEqualTo("auditor");
    }

    /** The text of the migration has a placeholder with a fallback. */
    @Test
    void onlyPlaceholdersThatNoMigrationHasAreUnused() {
        SchemaSettingsResolver settings = new SchemaSettingsResolver(
                bind("cairn", Map.of("cairn.placeholders.replicas", "1", "cairn.placeholders.replica", "1")),
                new CairnProperties(
                        true,
                        true,
                        Map.of("audit_log", bind("x", Map.of("x.placeholders.replicas", "1", "x.placeholders.a", "1"))),
                        null));
        SchemaDescriptor shop =
                ShopVersion.ofMigrations(1).withMigration("Replicas", "ALTER TABLE t SET (\"x\" = \"${replicas:3}\")");

        assertThat(settings.findUnusedPlaceholderProperties(List.of(shop)))
                .containsExactly(
                        "cairn.placeholders.replica",
                        "cairn.schemas[audit_log].placeholders.a",
                        "cairn.schemas[audit_log].placeholders.replicas");
    }

    @Test
    void aSchemaReplacesWhatItSetsAndAddsPlaceholders() throws ReflectiveOperationException {
        Map<String, String> values = new HashMap<>();
        values.put("cairn.url", "starrocks://one/all");
        values.put("cairn.user", "all");
        values.put("cairn.consent", "rebuild");
        values.put("cairn.placeholders.a", "1");
        values.put("cairn.placeholders.b", "1");
        values.put("cairn.schemas.shop.data-source", "analytics");
        values.put("cairn.schemas.shop.placeholders.b", "2");
        EffectiveSchemaSettings shop =
                new EffectiveSchemaSettings(bind("cairn.schemas.shop", values), bind("cairn", values));

        assertThat(shop.dataSource()).isEqualTo("analytics");
        assertThat(shop.url()).isNull();
        assertThat(shop.user()).isNull();
        assertThat(readMigratorSettings(shop).get(MigratorSettings.ALLOWED_CHANGES))
                .isEqualTo(new AllowedChanges(false, true));
        assertThat(readMigratorSettings(shop).placeholders().valueByName()).isEqualTo(Map.of("a", "1", "b", "2"));
    }
}
