/*
 * Follows Deeplearning4j's train.js on each of its pages: a link to the run's report, and colours that can be told apart. In the
 * overview, losses in bits per character, the validation's too.
 */
(function () {
    "use strict";
    // Okabe and Ito's palette, whose colours differ for the colour-blind too.
    var COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#B58900", "#000000", "#7F7F7F"];

    var validation = []; // pairs of step and loss

    var drawPlot = $.plot;
    $.plot = $.extend(function (place, data, options) {
        if ($(place).is("#scoreiterchart")) {
            showLosses(data);
            zoom(data, options.yaxis);
        }
        return drawPlot(place, data, $.extend(true, {}, options, {
            colors: COLOURS,
            selection: {mode: null} // its best-fit line confuses a step with the index of a point
        }));
    }, drawPlot);

    /** Names the curves of the training, each loss and their mean, and adds that of the validation. */
    function showLosses(data) {
        var each = data.length > 1 ? {label: "training", color: "rgba(0, 114, 178, 0.35)"} : {label: "training"};
        $.extend(data[0], each);
        $.extend(data[1] || {}, {label: "training, smoothed", color: COLOURS[0]});
        if (validation.length > 0) {
            data.push({data: validation, label: "validation", color: COLOURS[1], points: {show: validation.length <= 60}});
        }
    }

    /** Leaves out the range below the curves and, in a longer training, the steep beginning, so that the rest can be seen. */
    function zoom(data, axis) {
        var losses = [].concat.apply([], data.map(function (line) {
            return line.data.map(function (point) {
                return point[1];
            });
        })).sort(function (a, b) {
            return a - b;
        });
        if (losses.length > 0) {
            var top = losses.length > 100 ? losses[Math.floor(0.95 * losses.length)] : losses[losses.length - 1];
            var room = Math.max(0.05, 0.06 * (top - losses[0]));
            axis.min = Math.max(0, losses[0] - room);
            axis.max = top + room;
        }
    }

    function refresh() {
        $.getJSON("/charrnn/validation", function (pairs) {
            validation = pairs;
        });
    }

    $(function () {
        var system = $("a.nav-link[href='system']").parent();
        var item = system.clone();
        item.find("a").attr({href: "/report", target: "_blank"}).contents().last().replaceWith("Run report");
        item.find("i").attr("class", "nav-icon cui-note");
        item.insertAfter(system);
        $(".nav-dropdown").hide(); // languages
        $("#scoreiterchart").closest(".chart-box").find("h2 b").text("Loss in bits per character");
        $("#y").prev().text("Bits per character:");
        $("#examplesPerSec").closest("tr").hide(); // streams, not characters
        if ($("#scoreiterchart").length > 0) {
            setInterval(refresh, 2000);
            refresh();
        }
    });

    /**
     * Averages that replace Deeplearning4j's exponential moving averages, which lag behind a falling loss. These are centred: the
     * weights fall exponentially on both sides, and reach as far ahead as back.
     *
     * @param range number of values in a moving average of the past that is as smooth
     */
    window.EMACalc = function (values, range) {
        var keep = 1 - 4 / (range + 2);
        return values.map(function (value, i) {
            var sum = value;
            var weights = 1;
            for (var distance = 1; distance <= Math.min(i, 2 * range, values.length - 1 - i); distance++) {
                sum += Math.pow(keep, distance) * (values[i - distance] + values[i + distance]);
                weights += 2 * Math.pow(keep, distance);
            }
            return sum / weights;
        });
    };
})();
