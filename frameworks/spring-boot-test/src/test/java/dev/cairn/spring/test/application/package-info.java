/** A Spring Boot application for tests. */
package dev.cairn.spring.test.application;
