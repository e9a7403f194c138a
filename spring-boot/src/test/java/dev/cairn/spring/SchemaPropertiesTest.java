package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Consent;
import dev.cairn.MigratorOptions;
import dev.cairn.internal.run.MigratorSettings;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Each property of a schema is bound, and reaches the options of its migrator. */
class SchemaPropertiesTest {
    /** Properties of the start, which are no options of a migrator. */
    private static final List<String> OF_START =
            List.of("mode", "background", "timeout", "url", "user", "password", "data-source");

    private static SchemaProperties bound(String prefix, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, SchemaProperties.class);
    }

    private static String settings(SchemaProperties properties) throws ReflectiveOperationException {
        Method method = MigratorOptions.class.getDeclaredMethod("settings");
        method.setAccessible(true);
        MigratorSettings settings = (MigratorSettings) method.invoke(properties.options());
        return String.join(
                "\n",
                settings.ledger().toString(),
                settings.run().toString(),
                settings.connection().toString(),
                settings.placeholders().values().toString(),
                settings.allowed().toString(),
                settings.author());
    }

    @ParameterizedTest
    @CsvSource({
        "author, deploy@ci, deploy@ci",
        "patience, 37s, PT37S",
        "lease, 38s, PT38S",
        "connections, 39, connections=39",
        "connect-timeout, 40s, PT40S",
        "read-timeout, 41s, PT41S",
        "statement-timeout, 42s, PT42S",
        "load-timeout, 43s, PT43S",
        "retry, 44s, PT44S",
        "consent, destructive, destructive=true",
        "placeholders.replication_num, 1, replication_num=1"
    })
    void aPropertyReachesTheOptions(String property, String value, String shown) throws ReflectiveOperationException {
        String defaults = settings(bound("cairn", Map.of()));
        assertThat(defaults).doesNotContain(shown);
        assertThat(settings(bound("cairn", Map.of("cairn." + property, value)))).contains(shown);

        SchemaProperties own = bound("cairn.schemas.shop", Map.of("cairn.schemas.shop." + property, value));
        SchemaProperties all = bound("cairn", Map.of());
        assertThat(settings(own.over(all))).contains(shown);
        assertThat(settings(all.over(own))).contains(shown);
    }

    @Test
    void propertiesOfTheStartAreBound() {
        SchemaProperties properties = bound(
                "cairn",
                Map.of(
                        "cairn.mode", "await",
                        "cairn.background", "true",
                        "cairn.timeout", "3m",
                        "cairn.url", "starrocks://host/shop",
                        "cairn.user", "app",
                        "cairn.password", "secret",
                        "cairn.data-source", "analytics"));
        assertThat(properties.modeOrDefault()).isEqualTo(MigrationMode.AWAIT);
        assertThat(properties.isInBackground()).isTrue();
        assertThat(properties.timeoutOrDefault()).isEqualTo(Duration.ofMinutes(3));
        assertThat(properties.url()).isEqualTo("starrocks://host/shop");
        assertThat(properties.user()).isEqualTo("app");
        assertThat(properties.password()).isEqualTo("secret");
        assertThat(properties.dataSource()).isEqualTo("analytics");
        assertThat(bound("cairn", Map.of()).modeOrDefault()).isEqualTo(MigrationMode.UPGRADE);
    }

    /** A property that is added needs a line in one of the tests above. */
    @Test
    void noPropertyIsForgotten() throws ReflectiveOperationException {
        List<String> tested = new ArrayList<>(OF_START);
        Method test = SchemaPropertiesTest.class.getDeclaredMethod(
                "aPropertyReachesTheOptions", String.class, String.class, String.class);
        for (String line : test.getAnnotation(CsvSource.class).value()) {
            tested.add(line.replaceFirst("[.,].*", ""));
        }
        List<String> declared = Arrays.stream(SchemaProperties.class.getRecordComponents())
                .map(component -> ConfigurationPropertyName.adapt(
                                component.getName().replaceAll("([A-Z])", "-$1"), '.')
                        .toString())
                .toList();
        assertThat(new TreeSet<>(declared)).isEqualTo(new TreeSet<>(tested));
    }

    @Test
    void aSchemaReplacesWhatItSetsAndAddsPlaceholders() {
        Map<String, String> values = new HashMap<>();
        values.put("cairn.url", "starrocks://one/all");
        values.put("cairn.user", "all");
        values.put("cairn.consent", "rebuild");
        values.put("cairn.placeholders.a", "1");
        values.put("cairn.placeholders.b", "1");
        values.put("cairn.schemas.shop.data-source", "analytics");
        values.put("cairn.schemas.shop.placeholders.b", "2");
        SchemaProperties shop = bound("cairn.schemas.shop", values).over(bound("cairn", values));

        assertThat(shop.dataSource()).isEqualTo("analytics");
        assertThat(shop.url()).isNull();
        assertThat(shop.user()).isNull();
        assertThat(shop.consent()).containsExactly(Consent.REBUILD);
        assertThat(shop.placeholders()).isEqualTo(Map.of("a", "1", "b", "2"));
    }
}
