package dev.cairn.spring;

import dev.cairn.data.Database;
import dev.cairn.data.RefreshRequest;
import dev.cairn.data.Refresher;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.spring.CairnProperties.RefreshProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Schedules the refreshes of materialized views and snapshot tables by {@code cairn.refresh}. The first refresh of an
 * object begins as soon as its schema is ready.
 *
 * <p>It looks up the {@link Refresher} and the databases only when a schema is ready, because Spring creates listeners
 * before these beans.
 */
final class RefreshScheduler implements SmartLifecycle, ApplicationListener<SchemaStartEvent> {
    private final ListableBeanFactory beanFactory;
    private final List<ScheduledObject> pendingObjects;
    private final Set<String> readySchemaNames = new HashSet<>();
    private boolean isRunning;

    /**
     * Finds the objects that the properties name in the schemas. They are scheduled later.
     *
     * @throws CairnConfigurationException if an object that the properties name is missing or not unique, or if its
     *     interval is missing or not positive
     */
    RefreshScheduler(SchemaSettingsResolver settingsResolver, ListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        Map<String, SchemaDescriptor> schemaByBeanName = beanFactory.getBeansOfType(SchemaDescriptor.class);
        List<RefreshableObject> refreshableObjects = findRefreshableObjects(schemaByBeanName);
        pendingObjects = settingsResolver.cairnProperties().refreshPropertiesByName().entrySet().stream()
                .map(refreshEntry -> new ScheduledObject(
                        requireObject(refreshEntry.getKey(), refreshEntry.getValue(), refreshableObjects),
                        requireInterval(refreshEntry.getKey(), refreshEntry.getValue())))
                .collect(Collectors.toCollection(ArrayList::new));
        schemaByBeanName.values().stream()
                .map(SchemaDescriptor::name)
                .filter(schemaName -> settingsResolver.resolve(schemaName).isReadyAtStart())
                .forEach(readySchemaNames::add);
    }

    /** A materialized view or a snapshot table, and the prefix of the names of the beans of its schema. */
    private record RefreshableObject(SchemaDescriptor ownerSchema, String beanNamePrefix, Descriptor<?> descriptor) {
        String schemaName() {
            return ownerSchema.name();
        }

        boolean isNamed(String name) {
            return name.equals(descriptor.name()) || name.equals(qualifiedName());
        }

        String qualifiedName() {
            return String.join(".", descriptor.path());
        }

        boolean matchesSchema(RefreshProperties properties) {
            return properties.schema() == null || properties.schema().equals(schemaName());
        }

        @Override
        public String toString() {
            return qualifiedName() + " of the schema " + schemaName();
        }
    }

    private record ScheduledObject(RefreshableObject object, Duration interval) {}

    private static List<RefreshableObject> findRefreshableObjects(Map<String, SchemaDescriptor> schemaByBeanName) {
        List<RefreshableObject> objects = new ArrayList<>();
        schemaByBeanName.forEach((beanName, schema) -> schema.descriptors().stream()
                .filter(descriptor -> descriptor instanceof MaterializedViewDescriptor
                        || descriptor instanceof SnapshotTableDescriptor)
                .map(descriptor ->
                        new RefreshableObject(schema, SchemaBeanRegistrar.extractBeanNamePrefix(beanName), descriptor))
                .forEach(objects::add));
        return objects;
    }

    private static RefreshableObject requireObject(
            String objectName, RefreshProperties properties, List<RefreshableObject> refreshableObjects) {
        List<RefreshableObject> matchingObjects = refreshableObjects.stream()
                .filter(object -> object.isNamed(objectName) && object.matchesSchema(properties))
                .toList();
        if (matchingObjects.size() == 1) {
            return matchingObjects.get(0);
        }
        if (matchingObjects.isEmpty()) {
            String subject = properties.schema() == null ? "No schema" : "The schema " + properties.schema();
            String verb = properties.schema() == null ? " has" : " does not have";
            throw new CairnConfigurationException(
                    subject + verb + " a materialized view or a snapshot table " + objectName
                            + ", which cairn.refresh names.",
                    refreshableObjects.isEmpty()
                            ? "Remove cairn.refresh: there is nothing that can be refreshed."
                            : "These can be refreshed: " + joinNames(refreshableObjects) + ".");
        }
        throw new CairnConfigurationException(
                "There are several objects " + objectName + ", which cairn.refresh names: " + joinNames(matchingObjects)
                        + ".",
                "Set cairn.refresh." + objectName + ".schema to the name of one of the schemas.");
    }

    private static String joinNames(List<RefreshableObject> objects) {
        return String.join(
                ", ",
                new TreeSet<>(objects.stream().map(RefreshableObject::toString).toList()));
    }

    private static Duration requireInterval(String objectName, RefreshProperties properties) {
        String propertyName = "cairn.refresh." + objectName + ".every";
        Duration interval = properties.every();
        if (interval == null || interval.isZero() || interval.isNegative()) {
            throw new CairnConfigurationException(
                    propertyName
                            + (interval == null ? " is not set." : " is not a positive duration: " + interval + "."),
                    "Set " + propertyName + " to the time between two refreshes, such as 10m.");
        }
        return interval;
    }

    @Override
    public synchronized void onApplicationEvent(SchemaStartEvent event) {
        if (event.state() == SchemaStartEvent.State.READY) {
            readySchemaNames.add(event.schema());
            scheduleReadySchemas();
        }
    }

    @Override
    public synchronized void start() {
        isRunning = true;
        scheduleReadySchemas();
    }

    /** Schedules the pending objects of ready schemas, each once. The caller must hold the lock of this object. */
    private void scheduleReadySchemas() {
        if (isRunning) {
            List<ScheduledObject> dueObjects = pendingObjects.stream()
                    .filter(scheduledObject ->
                            readySchemaNames.contains(scheduledObject.object().schemaName()))
                    .toList();
            pendingObjects.removeAll(dueObjects);
            dueObjects.forEach(dueObject -> beanFactory
                    .getBean(Refresher.class)
                    .every(dueObject.interval(), createRequest(dueObject.object())));
        }
    }

    private RefreshRequest createRequest(RefreshableObject object) {
        Database database = requireDatabase(object.beanNamePrefix())
                .schema(object.ownerSchema()); // a declared database may lack the schema
        return object.descriptor() instanceof MaterializedViewDescriptor<?> view
                ? database.refresh(view)
                : database.refresh((SnapshotTableDescriptor<?>) object.descriptor());
    }

    /**
     * Returns the database bean of a schema, by its qualifier. Without such a bean, returns the only database bean,
     * which the application declares for all schemas.
     */
    private Database requireDatabase(String beanNamePrefix) {
        for (String beanName : beanFactory.getBeanNamesForType(Database.class)) {
            if (BeanFactoryAnnotationUtils.isQualifierMatch(
                    qualifier -> qualifier.equals(beanNamePrefix) || qualifier.equals(beanNamePrefix + "Database"),
                    beanName,
                    beanFactory)) {
                return beanFactory.getBean(beanName, Database.class);
            }
        }
        return beanFactory.getBean(Database.class);
    }

    /** Only stops further scheduling. The refreshes that are scheduled end when the refresher is closed. */
    @Override
    public synchronized void stop() {
        isRunning = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return isRunning;
    }
}
