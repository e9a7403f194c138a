package dev.cairn.integration.server;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Runs the tests of a class on each server, one server after the other. */
final class EachServer implements ClassTemplateInvocationContextProvider {
    private static final Namespace NAMESPACE = Namespace.create(EachServer.class);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        Servers servers = findServers(context);
        boolean isDdlTest = context.getTags().contains(DdlTests.TAG);
        boolean isForEachDriver = context.getRequiredTestClass().isAnnotationPresent(EachDriver.class);
        return (isDdlTest ? servers.forDdl() : servers.forData())
                .stream()
                        .flatMap(server ->
                                isForEachDriver ? Stream.of(server, new MariaDbServer(server)) : Stream.of(server))
                        .map(server -> new ServerInvocation(servers, server));
    }

    /** Returns the servers of this run of tests, which JUnit closes after the last test. */
    private static Servers findServers(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Servers.class, key -> new Servers(context::getConfigurationParameter), Servers.class);
    }

    private record ServerInvocation(Servers servers, Server server) implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocation) {
            return server.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new FreshDatabases(servers, server));
        }
    }
}
