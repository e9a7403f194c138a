package dev.cairn.spring;

import dev.cairn.data.RefreshRequest;
import dev.cairn.data.Refresher;
import dev.cairn.internal.DaemonThread;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Creates the {@link Refresher} of an application that does not declare one. The refresher logs failures, and notifies
 * the beans of the type {@link Refresher.Listener}. When the context is closed, active refreshes are awaited only for a
 * short time, because the server continues those of materialized views.
 */
final class RefresherFactory implements FactoryBean<Refresher>, DisposableBean {
    private final Refresher refresher;

    RefresherFactory(ObjectProvider<Refresher.Listener> listeners) {
        refresher = Refresher.start(new CompositeListener(Refresher.Listener.logging(), listeners));
    }

    private record CompositeListener(
            Refresher.Listener logListener, ObjectProvider<Refresher.Listener> applicationListeners)
            implements Refresher.Listener {
        @Override
        public void refreshed(RefreshRequest.Outcome outcome) {
            applicationListeners.orderedStream().forEach(listener -> listener.refreshed(outcome));
        }

        @Override
        public void failed(String name, Throwable failure) {
            logListener.failed(name, failure);
            applicationListeners.orderedStream().forEach(listener -> listener.failed(name, failure));
        }
    }

    @Override
    public Refresher getObject() {
        return refresher;
    }

    @Override
    public Class<?> getObjectType() {
        return Refresher.class;
    }

    @Override
    public void destroy() throws InterruptedException {
        Thread closingThread = DaemonThread.create(refresher::close, "cairn-refresher-close");
        closingThread.start();
        closingThread.join(CairnInitializer.SHUTDOWN_TIMEOUT.toMillis());
    }
}
