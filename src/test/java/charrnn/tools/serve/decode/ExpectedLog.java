package charrnn.tools.serve.decode;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** Keeps what a class logs off the standard error, and requires at its end that it logged one error. */
public final class ExpectedLog implements AutoCloseable {
    private final Logger logger;
    private final String message;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    public ExpectedLog(Class<?> logging, String message) {
        this.logger = (Logger) LoggerFactory.getLogger(logging);
        this.message = message;
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
    }

    @Override
    public void close() {
        logger.setAdditive(true);
        logger.detachAppender(appender);
        assertThat(appender.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getMessage()).isEqualTo(message);
            assertThat(event.getThrowableProxy()).isNotNull();
        });
    }
}
