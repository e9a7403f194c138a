/** Hibernate, in the version of the class path or in an older one. Start with {@code HibernateClient}. */
@NullMarked
package dev.cairn.clients.hibernate;

import org.jspecify.annotations.NullMarked;
