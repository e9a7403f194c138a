package dev.cairn.spring.test.application;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application with a primary H2 database, whose StarRocks is unreachable from its tests. */
@SpringBootApplication
public class ShopApplication {}
