/**
 * The schemas of an application as operators see them: in its health and at the endpoint {@code /actuator/cairn}. Start
 * with {@code SchemaMonitor}, which reads the states; the other classes pass them on to Spring Boot.
 */
@NullMarked
package dev.cairn.spring.actuate;

import org.jspecify.annotations.NullMarked;
