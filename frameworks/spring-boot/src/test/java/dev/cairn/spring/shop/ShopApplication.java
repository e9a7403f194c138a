package dev.cairn.spring.shop;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.CairnAutoConfiguration;
import dev.cairn.spring.actuate.CairnActuatorAutoConfiguration;
import java.math.BigDecimal;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;

/** An application with the schema of the tests. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ShopApplication {
    /** Adds an order in the city of the property {@code shop.city}, if there is one. */
    @Bean
    @ConditionalOnProperty("shop.city")
    ApplicationRunner addOrder(Orders orders, @Value("${shop.city:}") String city) {
        return arguments -> orders.add(orders.cities().size() + 1, city, BigDecimal.TEN);
    }

    /** Starts the application as a process of its own. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(ShopApplication.class).run(arguments);
    }

    /** The same application with the starter alone, which starts faster. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({CairnAutoConfiguration.class, CairnActuatorAutoConfiguration.class})
    public static class StarterAlone {}

    /**
     * Returns a builder of an application with the starter alone.
     *
     * @param url the URL of the database
     * @param properties further settings, as in {@code cairn.mode=require}
     */
    public static SpringApplicationBuilder builderFor(String url, String... properties) {
        return createBuilder(StarterAlone.class, url, properties).web(WebApplicationType.NONE);
    }

    /** Returns a builder of an application that serves HTTP on a free port. */
    public static SpringApplicationBuilder webBuilderFor(String url, String... properties) {
        return createBuilder(ShopApplication.class, url, properties)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0");
    }

    private static SpringApplicationBuilder createBuilder(Class<?> type, String url, String... properties) {
        return new SpringApplicationBuilder(type)
                .properties("cairn.url=" + url, "cairn.user=root", "spring.main.banner-mode=off")
                .properties(properties);
    }

    /** Sets the version of the schema in an application, and returns its builder. */
    public static SpringApplicationBuilder withVersion(ShopVersion version, SpringApplicationBuilder application) {
        return application.initializers(context -> ((GenericApplicationContext) context)
                .registerBean("shopSchema", SchemaDescriptor.class, () -> version));
    }
}
