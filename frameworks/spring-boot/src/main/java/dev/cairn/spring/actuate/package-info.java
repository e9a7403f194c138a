/**
 * The schemas of an application as operators see them: its health and the endpoint {@code /actuator/cairn}. Start
 * reading at {@code SchemaStates}, which knows the states; the other classes pass them on to Spring Boot.
 */
@NullMarked
package dev.cairn.spring.actuate;

import org.jspecify.annotations.NullMarked;
