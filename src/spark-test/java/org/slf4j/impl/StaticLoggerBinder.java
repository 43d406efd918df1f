package org.slf4j.impl;

import org.slf4j.LoggerFactory;

/** Spark 3.3 asks for this class of SLF4J 1 to learn which logger is there; the tests run with SLF4J 2. */
public final class StaticLoggerBinder {
    private static final StaticLoggerBinder SINGLETON = new StaticLoggerBinder();

    private StaticLoggerBinder() {}

    public static StaticLoggerBinder getSingleton() {
        return SINGLETON;
    }

    public String getLoggerFactoryClassStr() {
        return LoggerFactory.getILoggerFactory().getClass().getName();
    }
}
