package charrnn.tools.serve;

import charrnn.tools.serve.Choice.News;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends the texts of a request as server-sent events, each with the next characters of one text. While the client does not
 * read, characters are buffered or the texts are parked, and later events have more characters.
 */
final class StreamedAnswer extends CompletionAnswer {
    /** Largest number of characters in an event. */
    private static final int MOST_CHARACTERS = 256;

    private final int[] sent; // characters of each text
    private int open; // texts whose end has not been sent
    private boolean begun;

    StreamedAnswer(Channel channel, CompletionRequest request, CompletionJson json, Counter hangUps) {
        super(channel, request, json, hangUps);
        open = request.texts();
        sent = new int[open];
    }

    @Override
    Choice choice() {
        return new Choice(this::schedule, this::schedule, () -> !channel().isWritable());
    }

    @Override
    void proceed() {
        for (int index = 0; index < sent.length; index++) {
            News news = take(index);
            while (!news.isEmpty()) {
                send(index, news);
                news = take(index);
            }
        }
        if (open == 0) {
            end();
        }
        channel().flush();
    }

    private News take(int index) {
        return choices().get(index).take(channel().isWritable() ? MOST_CHARACTERS : 0);
    }

    private void send(int index, News news) {
        begin();
        ObjectNode event = json().completion();
        json().addChoice(event, index, sent[index], news.tokens(), news.finish());
        sent[index] += news.tokens().size();
        open -= news.finish().isPresent() ? 1 : 0;
        send(event.toString());
    }

    private void begin() {
        if (!begun) {
            begun = true;
            channel().write(Answers.events());
        }
    }

    private void send(String data) {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        channel().write(new DefaultHttpContent(Unpooled.wrappedBuffer(event)));
    }

    private void end() {
        if (request().usage()) {
            ObjectNode usage = json().completion();
            CompletionJson.addUsage(usage, request(), Arrays.stream(sent).sum());
            send(usage.toString());
        }
        send("[DONE]");
        complete();
        channel().write(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Sends an error event without {@code [DONE]} if the stream has begun, else an error status. */
    @Override
    void fail(ApiException reason) {
        if (begun) {
            send(reason.json().toString());
            channel().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            channel().writeAndFlush(Answers.refusal(reason));
        }
    }
}
