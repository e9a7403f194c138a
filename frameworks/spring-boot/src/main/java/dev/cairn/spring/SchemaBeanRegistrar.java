package dev.cairn.spring;

import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.ListedClasses.ListedQueries;
import dev.cairn.spring.ListedClasses.ListedSchema;
import java.beans.Introspector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ResourceLoaderAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

/**
 * Registers the beans of each schema: {@code shopSchema}, {@code shopMigrator}, {@code shopDatabase}, and the generated
 * classes of its interfaces with queries. Schemas that the application declares as beans replace those that are listed on
 * the class path; migrators and databases that it declares replace those that would be made here.
 *
 * <p>The definitions consist of classes, factory methods and names, so that they can be processed ahead of time.
 */
final class SchemaBeanRegistrar implements ImportBeanDefinitionRegistrar, BeanFactoryAware, ResourceLoaderAware {
    private static final String SCHEMA = "Schema";

    @SuppressWarnings("NullAway.Init")
    private ListableBeanFactory beans;

    @SuppressWarnings("NullAway.Init")
    private ClassLoader loader;

    @Override
    public void setBeanFactory(BeanFactory factory) {
        beans = (ListableBeanFactory) factory;
    }

    @Override
    public void setResourceLoader(ResourceLoader resources) {
        loader = Objects.requireNonNull(resources.getClassLoader());
    }

    /**
     * The beans of a schema.
     *
     * @param prefix how their names begin
     * @param descriptor the name of the bean of the schema itself
     * @param type its class, or a supertype that the application declares
     */
    private record SchemaBeans(String prefix, String descriptor, Class<?> type) {
        String database() {
            return prefix + "Database";
        }
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        ListedClasses listed = new ListedClasses(loader);
        List<SchemaBeans> schemas = declaredSchemas();
        if (schemas.isEmpty()) {
            schemas = listed.schemas().stream()
                    .map(schema -> listedSchema(schema, registry))
                    .toList();
        }
        boolean migrators = isMissing(Migrator.class);
        boolean databases = isMissing(Database.class);
        for (SchemaBeans schema : schemas) {
            if (migrators) {
                register(schema.prefix() + "Migrator", beanDefinition(schema, Migrator.class, "migrator"), registry);
            }
            if (databases) {
                register(schema.database(), beanDefinition(schema, Database.class, "database"), registry);
            }
        }
        for (ListedQueries queries : listed.queries()) {
            registerQueries(queries, schemas, databases, registry);
        }
    }

    /** Returns how the names of the other beans of a schema begin. */
    static String prefix(String schemaBean) {
        return schemaBean.endsWith(SCHEMA)
                ? schemaBean.substring(0, schemaBean.length() - SCHEMA.length())
                : schemaBean;
    }

    private boolean isMissing(Class<?> type) {
        return beans.getBeanNamesForType(type, true, false).length == 0;
    }

    private List<SchemaBeans> declaredSchemas() {
        List<SchemaBeans> schemas = new ArrayList<>();
        for (String name : beans.getBeanNamesForType(SchemaDescriptor.class, true, false)) {
            schemas.add(new SchemaBeans(prefix(name), name, Objects.requireNonNull(beans.getType(name))));
        }
        return schemas;
    }

    private SchemaBeans listedSchema(ListedSchema schema, BeanDefinitionRegistry registry) {
        String prefix = camelCase(schema.name());
        RootBeanDefinition definition = new RootBeanDefinition(ListedClasses.class);
        definition.setTargetType(schema.descriptor());
        definition.setUniqueFactoryMethodName("descriptor");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, schema.descriptor());
        register(prefix + SCHEMA, definition, registry);
        return new SchemaBeans(prefix, prefix + SCHEMA, schema.descriptor());
    }

    /** {@code web_shop} becomes {@code webShop}. */
    private static String camelCase(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : StringUtils.delimitedListToStringArray(name, "_")) {
            text.append(text.isEmpty() ? word : StringUtils.capitalize(word));
        }
        return text.toString();
    }

    /** A bean that {@link CairnConnections} makes for a schema. */
    private static RootBeanDefinition beanDefinition(SchemaBeans schema, Class<?> type, String method) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.setFactoryBeanName(CairnAutoConfiguration.CONNECTIONS);
        definition.setUniqueFactoryMethodName(method);
        definition
                .getConstructorArgumentValues()
                .addIndexedArgumentValue(0, new RuntimeBeanReference(schema.descriptor()));
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, schema.prefix()));
        return definition;
    }

    /** An interface whose schema has no beans here, or that the application implements itself, gets no bean. */
    private void registerQueries(
            ListedQueries queries, List<SchemaBeans> schemas, boolean databases, BeanDefinitionRegistry registry) {
        SchemaBeans schema = schemas.stream()
                .filter(beansOfSchema -> beansOfSchema.type() == queries.descriptor())
                .findFirst()
                .orElse(schemas.size() == 1 && schemas.get(0).type() == SchemaDescriptor.class ? schemas.get(0) : null);
        if (schema == null || !isMissing(queries.type())) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition(queries.implementation());
        if (databases) {
            definition
                    .getConstructorArgumentValues()
                    .addIndexedArgumentValue(0, new RuntimeBeanReference(schema.database()));
        } else {
            definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        }
        String name = Introspector.decapitalize(queries.type().getSimpleName());
        register(registry.containsBeanDefinition(name) ? queries.type().getName() : name, definition, registry);
    }

    private static void register(String name, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        definition.setRole(RootBeanDefinition.ROLE_APPLICATION);
        registry.registerBeanDefinition(name, definition);
    }
}
