package charrnn.tools.serve;

import charrnn.sample.Token;
import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.ScheduledText;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Sends the texts of a request as server-sent events, each with the next characters of one text. While the client reads too
 * slowly, characters stay in the buffers or the texts are parked; the next events then have more characters.
 */
final class StreamedAnswer extends CompletionAnswer {
    private static final int MAX_CHARACTERS_PER_EVENT = 256;

    private final int[] sent; // number of sent characters of each text
    private final BitSet ended = new BitSet(); // the texts whose end has been sent
    private boolean headSent;

    StreamedAnswer(Channel channel, CompletionRequest request, DecodingLoop loop, Counter disconnections) {
        super(channel, request, loop, disconnections);
        sent = new int[request.textCount()];
    }

    @Override
    public void onCharacter() {
        schedule();
    }

    @Override
    public boolean isSlow() {
        return !channel.isWritable();
    }

    @Override
    void sendAvailable() {
        for (int index = 0; index < sent.length; index++) {
            boolean more = true;
            while (more && channel.isWritable()) {
                more = sendNext(index);
            }
        }
        if (ended.cardinality() == sent.length) {
            end();
        }
        channel.flush();
    }

    /** Sends the next characters of a text, the last ones with its end. Returns whether there was something to send. */
    private boolean sendNext(int index) {
        ScheduledText text = texts().get(index);
        boolean complete = text.isComplete(); // before take(): the end may come in between
        List<Token> tokens = text.take(MAX_CHARACTERS_PER_EVENT);
        boolean last = complete && tokens.size() < MAX_CHARACTERS_PER_EVENT && !ended.get(index);
        if (tokens.isEmpty() && !last) {
            return false;
        }
        sendHead();
        ObjectNode event = json.completion();
        json.addChoice(event, index, sent[index], tokens, last ? text.outcome() : Optional.empty());
        send(event.toString());
        sent[index] += tokens.size();
        ended.set(index, last);
        return true;
    }

    private void sendHead() {
        if (!headSent) {
            headSent = true;
            channel.write(Answers.events());
        }
    }

    private void send(String data) {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(event)));
    }

    private void end() {
        if (request.usage()) {
            ObjectNode usage = json.completion();
            json.addUsage(usage, Arrays.stream(sent).sum());
            send(usage.toString());
        }
        send("[DONE]");
        complete();
        channel.write(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Sends an error event without {@code [DONE]} if the stream has begun, else an error status. */
    @Override
    void fail(ApiException reason) {
        if (headSent) {
            send(reason.json().toString());
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            channel.writeAndFlush(Answers.refusal(reason));
        }
    }
}
